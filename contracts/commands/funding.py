"""Orders to `funding`."""

from typing import ClassVar

from contracts.envelope import Command
from contracts.process import ProjectOutcome


class ReleaseProject(Command):
    """Give reserved money back and close applications; answer ProjectFundingReleased."""

    TYPE: ClassVar = "fastlane.cmd.funding.release_project.v1"
    outcome: ProjectOutcome


COMMANDS = (ReleaseProject,)
