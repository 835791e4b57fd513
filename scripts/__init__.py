"""What the developers run by hand: setup, pictures, sounds."""
