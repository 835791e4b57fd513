"""Builders and servers that several tests share: made-up people, real processes, lying networks, failing disks."""
