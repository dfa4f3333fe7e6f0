// Registers the editor of formatted text, which late_scripts.js loads when it is first shown.
window.lateDraftail();
