"""Tests on real servers, one service or boundary at a time."""
