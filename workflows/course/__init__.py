"""What comes next in a project, decided from what was heard. No Temporal, no clock, no I/O."""

from workflows.course.course import Course
from workflows.course.state import CourseState, Phase
from workflows.course.step import Step

__all__ = ["Course", "CourseState", "Phase", "Step"]
