"""From a camera to a reading: frames in, one Reading per showing out; judging it is left to the desk."""
