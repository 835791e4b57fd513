"""The station's SQLite file; frozen facts come out of it and rows never do."""
