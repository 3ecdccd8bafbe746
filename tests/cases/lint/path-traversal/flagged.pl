# The folder is right, but `..` leads out of it.
default deny

tool read_file: read { require args.path matches "^/srv/app/.*$" because "Read files of the app." }
