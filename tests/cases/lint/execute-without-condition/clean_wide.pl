# No list of values tells good calls from bad ones: how long it takes, which session, or the words of a chat.
default deny

tool wait_for(seconds: number, verbose?: boolean): execute { limit 10 per minute }
tool reset_terminal(sessionId: string): execute { limit 10 per minute }
tool chat_with_model(message: string, temperature?: number): execute { limit 10 per minute }
tool generate_image(prompt: string, style?: string, width?: number): execute { limit 10 per minute }
