# All that write, and a name that is no word.
default deny

rate add_note, drop_note: write
allow every write
allow "weird name!": write
