"""The whole lane on one machine: servers, sign-in, gateway and services under one supervisor.

Not part of any deployment; `deploy/` runs the same services elsewhere. Start at `cli`.
"""
