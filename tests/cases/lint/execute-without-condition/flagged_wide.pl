# A number that names something, a session by its name, and words that are done.
default deny

tool rerun_build(build: number): execute { limit 10 per minute }
tool restart(session: string): execute { limit 10 per minute }
tool run_task(prompt: string): execute { limit 10 per minute }
