# Different names, and one name several times.
default deny

rate get_user, get_users: read
allow get_user, getuser, get_users: read
