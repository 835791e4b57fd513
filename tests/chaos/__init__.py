"""The fault test: stations and central as processes that are killed, on a line that lies; then all is counted."""
