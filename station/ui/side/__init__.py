"""Pages that take the camera picture's place for a while; the verdict beside them stays."""
