/* The editor's link to a legal document: chosen from the register in Wagtail's own window. */
(() => {
  const { DocumentModalWorkflowSource, TooltipEntity, registerPlugin } = window.draftail;
  const { EditorState, Modifier, RichUtils } = window.DraftJS;

  class LegalDocumentSource extends DocumentModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.legalDocument,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    // Wagtail's own knows only its own entities: to it, words of ours could not be edited.
    onChosen({ id, url, title }) {
      const { editorState, entityType, onComplete } = this.props;
      const selection = editorState.getSelection();
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "MUTABLE", { id, url, title });
      const key = content.getLastCreatedEntityKey();
      const changed = selection.isCollapsed()
        ? EditorState.push(
            editorState,
            Modifier.replaceText(content, selection, title, null, key),
            "insert-characters",
          )
        : RichUtils.toggleLink(editorState, selection, key);
      this.workflow.close();
      onComplete(changed);
    }
  }

  const LegalDocumentLink = (props) => {
    const { url, title } = props.contentState.getEntity(props.entityKey).getData();
    return window.React.createElement(
      TooltipEntity,
      { ...props, url: url || null, icon: "#icon-doc-full", label: title || "" },
      props.children,
    );
  };

  registerPlugin(
    { type: "LEGAL-DOCUMENT", source: LegalDocumentSource, decorator: LegalDocumentLink },
    "entityTypes",
  );
})();
