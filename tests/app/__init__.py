"""The program as a whole: window, camera, desk, courier; the demo; the command line."""
