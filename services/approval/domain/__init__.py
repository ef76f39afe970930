"""Approval's rules: ``case``, ``gate``, their ``timing`` and ``alarm``s, ``holder``, ``errors``."""
