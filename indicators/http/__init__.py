"""The ASGI server around the dashboard: sign-in pages, health, security headers. The only room that knows Starlette."""
