"""Events, one module per publisher. A name in the past tense, a version in the type."""
