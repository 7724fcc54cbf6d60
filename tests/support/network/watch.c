/* Preloaded into a program and all that it starts: notes in the file that NETWORK_WATCH names every
   address beyond this machine's own sockets that anything in it speaks to, and refuses it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what, int family, const char *name) {
    char line[512];
    const char *path = getenv("NETWORK_WATCH");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (file < 0) return;
    int length = snprintf(line, sizeof line, "%s family %d %s (process %d)\n", what, family, name,
                          (int)getpid());
    if (write(file, line, length < (int)sizeof line ? length : (int)sizeof line) < 0) abort();
    close(file);
}

static int leaves(const struct sockaddr *address) {
    return address && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
    static int (*real)(int, const struct sockaddr *, socklen_t);
    if (leaves(address)) {
        note("connect", address->sa_family, "");
        errno = ECONNREFUSED;
        return -1;
    }
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "connect");
    return real(fd, address, length);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *address,
               socklen_t length) {
    static ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    if (leaves(address)) {
        note("sendto", address->sa_family, "");
        errno = ECONNREFUSED;
        return -1;
    }
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "sendto");
    return real(fd, data, size, flags, address, length);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (name && (!hints || !(hints->ai_flags & AI_NUMERICHOST))) {
        note("look up", 0, name);
        return EAI_FAIL;
    }
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, found);
}
