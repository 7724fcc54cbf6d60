<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n character</numerusform>
        <numerusform>%n characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n file</numerusform>
        <numerusform>%n files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>%n file(s) as published</source>
      <translation>
        <numerusform>%n file as published</numerusform>
        <numerusform>%n files as published</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>%n file(s) cannot be read</source>
      <translation>
        <numerusform>%n file cannot be read</numerusform>
        <numerusform>%n files cannot be read</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>%n file(s) look like pictures, but cannot be read.</source>
      <translation>
        <numerusform>%n file looks like a picture, but cannot be read.</numerusform>
        <numerusform>%n files look like pictures, but cannot be read.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>%n finished picture(s) could not be written to any disk, and would be lost.</source>
      <translation>
        <numerusform>%n finished picture could not be written to any disk, and would be lost.</numerusform>
        <numerusform>%n finished pictures could not be written to any disk, and would be lost.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} possible prompt(s)</source>
      <translation>
        <numerusform>%n of {total} possible prompt</numerusform>
        <numerusform>%n of {total} possible prompts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} prompts by chance: more are not made at once</source>
      <translation>
        <numerusform>%n of {total} prompts by chance: more are not made at once</numerusform>
        <numerusform>%n of {total} prompts by chance: more are not made at once</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n picture</numerusform>
        <numerusform>%n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>%n picture(s) are done</source>
      <translation>
        <numerusform>%n picture is done</numerusform>
        <numerusform>%n pictures are done</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>%n picture(s) of an earlier session are not in the pictures folder but in {folder}.</source>
      <translation>
        <numerusform>%n picture of an earlier session is not in the pictures folder but in {folder}.</numerusform>
        <numerusform>%n pictures of an earlier session are not in the pictures folder but in {folder}.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait for {model}.</source>
      <translation>
        <numerusform>%n picture of the last session waits for {model}.</numerusform>
        <numerusform>%n pictures of the last session wait for {model}.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait in the queue.</source>
      <translation>
        <numerusform>%n picture of the last session waits in the queue.</numerusform>
        <numerusform>%n pictures of the last session wait in the queue.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>%n picture(s) selected</source>
      <translation>
        <numerusform>%n picture selected</numerusform>
        <numerusform>%n pictures selected</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n picture(s), a seed is kept</source>
      <translation>
        <numerusform>%n picture, a seed is kept</numerusform>
        <numerusform>%n pictures, a seed is kept</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>%n prompt(s) forgotten</source>
      <translation>
        <numerusform>%n prompt forgotten</numerusform>
        <numerusform>%n prompts forgotten</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/stars.py" />
      <source>%n star(s)</source>
      <translation>
        <numerusform>%n star</numerusform>
        <numerusform>%n stars</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>%n star(s) or more</source>
      <translation>
        <numerusform>%n star or more</numerusform>
        <numerusform>%n stars or more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>%n text(s) will be drawn</source>
      <translation>
        <numerusform>%n text will be drawn</numerusform>
        <numerusform>%n texts will be drawn</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n token(s) · {share} %</source>
      <translation>
        <numerusform>%n token · {share} %</numerusform>
        <numerusform>%n tokens · {share} %</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>%n waiting picture(s) cancelled</source>
      <translation>
        <numerusform>%n waiting picture cancelled</numerusform>
        <numerusform>%n waiting pictures cancelled</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time} for %n picture(s)</source>
      <translation>
        <numerusform>About {time} for %n picture</numerusform>
        <numerusform>About {time} for %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All %n prompt(s)</source>
      <translation>
        <numerusform>All %n prompt</numerusform>
        <numerusform>All %n prompts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Brought back: %n picture(s)</source>
      <translation>
        <numerusform>Brought back: %n picture</numerusform>
        <numerusform>Brought back: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Cancel %n picture(s) of the queue</source>
      <translation>
        <numerusform>Cancel %n picture of the queue</numerusform>
        <numerusform>Cancel %n pictures of the queue</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Comparing %n picture(s)</source>
      <translation>
        <numerusform>Comparing %n picture</numerusform>
        <numerusform>Comparing %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/stage.py" />
      <source>Deleted: %n picture(s)</source>
      <translation>
        <numerusform>Deleted: %n picture</numerusform>
        <numerusform>Deleted: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export %n picture(s)</source>
      <translation>
        <numerusform>Export %n picture</numerusform>
        <numerusform>Export %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Exported: %n file(s)</source>
      <translation>
        <numerusform>Exported: %n file</numerusform>
        <numerusform>Exported: %n files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/prompt_history.py" />
      <source>Forget %n prompt(s)</source>
      <translation>
        <numerusform>Forget %n prompt</numerusform>
        <numerusform>Forget %n prompts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Found in {folder}: %n picture(s)</source>
      <translation>
        <numerusform>Found in {folder}: %n picture</numerusform>
        <numerusform>Found in {folder}: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>It did not work with %n picture(s)</source>
      <translation>
        <numerusform>It did not work with %n picture</numerusform>
        <numerusform>It did not work with %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was making %n picture(s) at {time}. Nothing that was saved is lost.</source>
      <translation>
        <numerusform>It was making %n picture at {time}. Nothing that was saved is lost.</numerusform>
        <numerusform>It was making %n pictures at {time}. Nothing that was saved is lost.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Make %n picture(s) with another model</source>
      <translation>
        <numerusform>Make %n picture with another model</numerusform>
        <numerusform>Make %n pictures with another model</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Moved to the pictures folder: %n picture(s)</source>
      <translation>
        <numerusform>Moved to the pictures folder: %n picture</numerusform>
        <numerusform>Moved to the pictures folder: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/watching.py" />
      <source>No longer on the disk: %n picture(s)</source>
      <translation>
        <numerusform>No longer on the disk: %n picture</numerusform>
        <numerusform>No longer on the disk: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>On the board {board}: %n picture(s)</source>
      <translation>
        <numerusform>On the board {board}: %n picture</numerusform>
        <numerusform>On the board {board}: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Queue %n picture(s)</source>
      <translation>
        <numerusform>Queue %n picture</numerusform>
        <numerusform>Queue %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: %n star(s)</source>
      <translation>
        <numerusform>Rate: %n star</numerusform>
        <numerusform>Rate: %n stars</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Tagged {tag}: %n picture(s)</source>
      <translation>
        <numerusform>Tagged {tag}: %n picture</numerusform>
        <numerusform>Tagged {tag}: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>The grid is done: %n picture(s)</source>
      <translation>
        <numerusform>The grid is done: %n picture</numerusform>
        <numerusform>The grid is done: %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done; %n picture(s) are missing.</source>
      <translation>
        <numerusform>The grid is done; %n picture is missing.</numerusform>
        <numerusform>The grid is done; %n pictures are missing.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>The last session's queue goes on: %n picture(s).</source>
      <translation>
        <numerusform>The last session's queue goes on: %n picture.</numerusform>
        <numerusform>The last session's queue goes on: %n pictures.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use %n picture(s) as reference</source>
      <translation>
        <numerusform>Use %n picture as reference</numerusform>
        <numerusform>Use %n pictures as reference</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>and %n more</source>
      <translation>
        <numerusform>and %n more</numerusform>
        <numerusform>and %n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>{marked} of %n picture(s) selected</source>
      <translation>
        <numerusform>{marked} of %n picture selected</numerusform>
        <numerusform>{marked} of %n pictures selected</numerusform>
      </translation>
    </message>
  </context>
</TS>
