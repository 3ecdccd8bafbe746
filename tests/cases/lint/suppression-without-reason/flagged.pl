# Without a reason nothing is suppressed.
default allow # jamb: ignore[default-allow]
