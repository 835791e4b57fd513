"""What the project promises about speed; `make bench` prints it with the machine's name."""
