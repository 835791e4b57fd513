"""The desktop program at a community's checkpoint; `python -m station --help` lists what it does."""
