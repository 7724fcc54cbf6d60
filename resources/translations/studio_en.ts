<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n character(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n file(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>%n file(s) as published</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>%n file(s) cannot be read</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>%n file(s) look like pictures, but cannot be read.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} possible prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} prompts by chance: more are not made at once</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>%n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>%n picture(s) are done</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>%n picture(s) selected</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n picture(s), a seed is kept</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>%n prompt(s) forgotten</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/stars.py" />
      <source>%n star(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>%n star(s) or more</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>%n text(s) will be drawn</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n token(s) · {share} %</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>%n waiting picture(s) cancelled</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time} for %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All %n prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Brought back: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Cancel %n picture(s) of the queue</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Comparing %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/studio.py" />
      <source>Deleted: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Exported: %n file(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/prompt_history.py" />
      <source>Forget %n prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Found in {folder}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>It did not work with %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was making %n picture(s) at {time}. Nothing that was saved is lost.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>On the board {board}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Queue %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: %n star(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Tagged {tag}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>The grid is done: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done; %n picture(s) are missing.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use %n picture(s) as reference</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>and %n more</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>{marked} of %n picture(s) selected</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
</TS>
