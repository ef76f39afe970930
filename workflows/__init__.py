"""The course of a project on Temporal: the workflow, its worker, and the bridge to the bus.

Start at course/course.py for what comes when, fast_lane.py for how it is kept alive, bridge.py for
how facts reach it. Services never import this package, and it imports none of them.
"""
