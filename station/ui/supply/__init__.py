"""The supplies page of the window and its parts."""
