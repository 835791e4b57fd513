"""The window and its pages; it knows the words and the settings, never the store, the sync or the desk."""
