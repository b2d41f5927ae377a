"""What is claimed about speed, and how to measure it again: `make bench`."""
