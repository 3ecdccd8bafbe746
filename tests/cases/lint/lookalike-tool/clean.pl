# Other names, of one tool often.
default deny

rate get_user, get_users: read
allow get_user, getuser, get_users: read
