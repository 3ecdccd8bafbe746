# In quotes a star stands for itself, and `hide "*"` would hide everything.
default deny
hide "*"
