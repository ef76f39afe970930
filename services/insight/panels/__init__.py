"""The panels of the dashboards: from the lane to what the API gives. No I/O."""
