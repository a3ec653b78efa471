/** The C compiler that builds the addon, and what comes before its arguments: CC may be `ccache gcc`. */
export const [CC = 'cc', ...CC_WORDS] = (process.env.CC || 'cc').trim().split(/\s+/);

/** The same for C++. */
export const [CXX = 'c++', ...CXX_WORDS] = (process.env.CXX || 'c++').trim().split(/\s+/);
