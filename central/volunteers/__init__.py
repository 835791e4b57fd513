"""What an office does for volunteers: match, print and lend what they wear, and write out what they served."""
