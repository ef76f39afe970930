"""The published language, frozen; and the documents made from it."""
