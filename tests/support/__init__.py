"""What tests of several areas share: builders, servers, waiting on conditions."""
