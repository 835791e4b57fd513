"""From a camera to a reading: frames in, one Reading per showing out; judging it is left to the desk."""

import os

# OpenCV reads these once, when it is first imported: its own words on a missing camera are no use to a user.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
