# A rule that two tools apply gives one finding.
default deny

rule in_app { require args.path matches r"^/srv/app/[A-Za-z0-9_./-]+$" because "Stay in the app." }

tool read_file: read { apply in_app }
tool get_info: read { apply in_app }
