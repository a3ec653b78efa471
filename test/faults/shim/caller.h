/* Whose code a call comes from, by where it returns to. */
#ifndef FLATPTY_FAULTS_CALLER_H_
#define FLATPTY_FAULTS_CALLER_H_

/* Async-signal-safe. */
int is_addon(const void* caller);

/* Also true for libstdc++ when it was the addon that called it. */
int is_on_behalf_of_addon(const void* caller);

#endif /* FLATPTY_FAULTS_CALLER_H_ */
