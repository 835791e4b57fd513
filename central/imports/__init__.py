"""Files that an office brings along, CSV or Excel: rows, columns, documents and what is wrong with them."""
