"""The published language of the lane: ids, money, envelope, events, commands. Data only, no I/O."""
