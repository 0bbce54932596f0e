// Test only, never shipped: loaded before the unmodified program, it makes the program's one web view the view that
// WebKitWebDriver drives. The program itself is built without automation.
#define _GNU_SOURCE
#include <webkit2/webkit2.h>

static WebKitWebView *view = NULL;

static WebKitWebView *on_create_view(WebKitAutomationSession *session, gpointer data) { return view; }

static void on_automation_started(WebKitWebContext *context, WebKitAutomationSession *session, gpointer data) {
    WebKitApplicationInfo *info = webkit_application_info_new();
    webkit_application_info_set_name(info, "loquat");
    webkit_application_info_set_version(info, 0, 1, 0);
    webkit_automation_session_set_application_info(session, info);
    webkit_application_info_unref(info);
    g_signal_connect(session, "create-web-view", G_CALLBACK(on_create_view), NULL);
}

GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager) {
    WebKitWebContext *context = webkit_web_context_get_default();
    webkit_web_context_set_automation_allowed(context, TRUE);
    g_signal_connect(context, "automation-started", G_CALLBACK(on_automation_started), NULL);
    view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "user-content-manager", manager, "is-controlled-by-automation", TRUE, NULL);
    return GTK_WIDGET(view);
}
