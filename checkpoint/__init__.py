"""The language that stations and central share: plain Python, no Qt, no SQL, no HTTP, no clock of its own."""
