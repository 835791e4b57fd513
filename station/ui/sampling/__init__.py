"""The sampling table's page of the window and its parts."""
