# The folder is right, and `..` leads out of it.
default deny

tool read_file: read { require args.path matches "^/srv/app/.*$" because "Read files of the app." }
