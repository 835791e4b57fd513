"""The server that stations sync to; `python -m central --help` lists what it does."""
