"""What an office does for volunteers."""
