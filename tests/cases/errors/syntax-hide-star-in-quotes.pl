# In quotes a star is literal, but `hide "*"` in the JSON would hide everything.
default deny
hide "*"
