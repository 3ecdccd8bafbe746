# Neither the branch nor the path to be deleted is restricted.
default deny

allow delete_branch: destructive
tool delete_file(path: string): destructive { limit 5 per minute }
