# Nothing is asked of what is deleted, neither of the branch nor of the path.
default deny

allow delete_branch: destructive
tool delete_file(path: string): destructive { limit 5 per minute }
