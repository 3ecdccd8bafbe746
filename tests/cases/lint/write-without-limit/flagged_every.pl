# All tools that write, and a name in quotes.
default deny

rate add_note, drop_note: write
allow every write
allow "weird name!": write
