"""The services of the lane. None imports another; they meet on the bus."""
