"""Launchers of the servers that the lane stands on; each makes one `ProcessSpec`."""
