"""The web pages: what a person sees of the lane, in Chinese and English."""
