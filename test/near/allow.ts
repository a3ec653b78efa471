// To be imported before the library, which looks at this once when it is loaded.
process.env.FLATPTY_NEAR = '1';
